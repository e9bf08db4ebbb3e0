import { Fragment, lazy, type ReactNode, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { LoadingState } from './components/loading-state.tsx';
import { useSession } from './session/session.ts';
import { AppShell } from './shell/app-shell.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';

const SignInPage = lazy(() => import('./pages/sign-in/sign-in-page.tsx'));
const RoomsPage = lazy(() => import('./pages/rooms/rooms-page.tsx'));
const RoomPage = lazy(() => import('./pages/room/room-page.tsx'));
const SnapshotsPage = lazy(() => import('./pages/snapshots/snapshots-page.tsx'));
const SnapshotPage = lazy(() => import('./pages/snapshots/snapshot-page.tsx'));
const DifferencePage = lazy(() => import('./pages/difference/difference-page.tsx'));
const VerifyPage = lazy(() => import('./pages/verify/verify-page.tsx'));
const AccountPage = lazy(() => import('./pages/account/account-page.tsx'));
const AdministrationPage = lazy(() => import('./pages/administration/administration-page.tsx'));
const NotFoundPage = lazy(() => import('./shell/not-found-page.tsx'));

/** Every address of the application. A page is loaded when somebody goes there. */
export function Routes() {
  const [path] = useLocation();
  return (
    <AppShell>
      <ErrorBoundary key={placeOf(path)}>
        <Suspense fallback={<LoadingState what="page" />}>
          <Switch>
            <Route path="/sign-in">
              <SignInPage />
            </Route>
            <Route path="/verify">
              <VerifyPage />
            </Route>
            <Route path="/">
              <SignedIn>
                <RoomsPage />
              </SignedIn>
            </Route>
            <Route path="/rooms/:roomId/snapshots">
              {({ roomId }) => (
                <SignedIn>
                  <SnapshotsPage key={roomId} roomId={roomId} />
                </SignedIn>
              )}
            </Route>
            <Route path="/rooms/:roomId/snapshots/:snapshotId">
              {({ roomId, snapshotId }) => (
                <SignedIn>
                  <SnapshotPage key={snapshotId} roomId={roomId} snapshotId={snapshotId} />
                </SignedIn>
              )}
            </Route>
            <Route path="/rooms/:roomId/snapshots/:beforeId/diff/:afterId">
              {(addressed) => (
                <SignedIn>
                  <DifferencePage {...addressed} />
                </SignedIn>
              )}
            </Route>
            <Route path="/rooms/:roomId/*?">
              {({ roomId }) => (
                <SignedIn>
                  <RoomPage key={roomId} roomId={roomId} />
                </SignedIn>
              )}
            </Route>
            <Route path="/account">
              <SignedIn>
                <AccountPage />
              </SignedIn>
            </Route>
            <Route path="/admin/*?">
              <SignedIn>
                <AdministrationPage />
              </SignedIn>
            </Route>
            <Route>
              <NotFoundPage />
            </Route>
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </AppShell>
  );
}

/** What a fault belongs to: a page, or everything that is in one room. */
const placeOf = (path: string): string => path.split('/', 3).join('/');

/** Sends strangers to the sign-in page, which brings them back. */
function SignedIn({ children }: { children: ReactNode }) {
  const session = useSession();
  const [path] = useLocation();
  const search = useSearch();
  // Somebody else, who has signed in in another tab, begins anew.
  if (session) return <Fragment key={session.token}>{children}</Fragment>;
  const here = search ? `${path}?${search}` : path;
  const back = here === '/' ? '' : `?to=${encodeURIComponent(here)}`;
  return <Redirect to={`/sign-in${back}`} replace />;
}
