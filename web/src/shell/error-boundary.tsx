import { Component, type ReactNode } from 'react';
import { ProblemState } from '../components/problem-state.tsx';

/** Keeps a fault of one page from taking the rest of the application with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    // A part of an earlier build is gone after an update; the page itself knows the new ones.
    return (
      <ProblemState title="This page has failed" error={error} onRetry={() => window.location.reload()} />
    );
  }
}
