import { Component, type ReactNode } from 'react';
import { ProblemState } from '../components/problem-state.tsx';

/** Confines an error to one page, so that the rest of the application still works. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    // After an update of the server, the parts of the earlier build are missing. A reload gets the new ones.
    return <ProblemState title="This page failed" error={error} onRetry={() => window.location.reload()} />;
  }
}
