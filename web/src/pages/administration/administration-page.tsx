import { Lock } from 'lucide-react';
import { lazy } from 'react';
import { Route, Switch } from 'wouter';
import { useMe } from '../../access/permissions.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { ProblemState } from '../../components/problem-state.tsx';
import NotFoundPage from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';

const MetricsPage = lazy(() => import('./metrics/metrics-page.tsx'));
const TasksPage = lazy(() => import('./tasks/tasks-page.tsx'));
const CachePage = lazy(() => import('./cache/cache-page.tsx'));
const AuditPage = lazy(() => import('./audit/audit-page.tsx'));
const SettingsPage = lazy(() => import('./settings/settings-page.tsx'));
const TemplatesPage = lazy(() => import('./templates/templates-page.tsx'));
const TemplatePage = lazy(() => import('./templates/template-page.tsx'));
const DocumentTypesPage = lazy(() => import('./document-types/document-types-page.tsx'));
const UsersPage = lazy(() => import('./users/users-page.tsx'));

/** The pages below /admin. Only administrators may use them. */
export default function AdministrationPage() {
  const { data: me, error, refetch } = useMe();
  if (!me && error) {
    return (
      <Page title="Administration">
        <ProblemState
          title="Your permissions cannot be loaded"
          error={error}
          onRetry={() => void refetch()}
        />
      </Page>
    );
  }
  if (!me) return <LoadingState what="administration" />;
  if (!me.permissions.includes('setting.manage')) {
    return (
      <Page title="Administration">
        <EmptyState icon={Lock} title="Only for administrators">
          Ask an administrator if you need something from these pages.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Switch>
      <Route path="/admin">
        <MetricsPage />
      </Route>
      <Route path="/admin/users">
        <UsersPage />
      </Route>
      <Route path="/admin/templates">
        <TemplatesPage />
      </Route>
      <Route path="/admin/templates/:code">{({ code }) => <TemplatePage key={code} code={code} />}</Route>
      <Route path="/admin/document-types">
        <DocumentTypesPage />
      </Route>
      <Route path="/admin/tasks">
        <TasksPage />
      </Route>
      <Route path="/admin/cache">
        <CachePage />
      </Route>
      <Route path="/admin/audit">
        <AuditPage />
      </Route>
      <Route path="/admin/settings">
        <SettingsPage />
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}
