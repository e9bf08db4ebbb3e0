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

/** Every address of the application. A page loads when the user opens it. */
export function Routes() {
  const [path] = useLocation();
  return (
    <AppShell>
      <ErrorBoundary key={errorScopeOf(path)}>
        <Suspense fallback={<LoadingState what="page" />}>
          <Switch>
            <Route path="/sign-in">
              <SignInPage />
            </Route>
            <Route path="/verify">
              <VerifyPage />
            </Route>
            <Route path="/">{signedIn(<RoomsPage />)}</Route>
            <Route path="/rooms/:roomId/snapshots">
              {({ roomId }) => signedIn(<SnapshotsPage key={roomId} roomId={roomId} />)}
            </Route>
            <Route path="/rooms/:roomId/snapshots/:snapshotId">
              {({ roomId, snapshotId }) =>
                signedIn(<SnapshotPage key={snapshotId} roomId={roomId} snapshotId={snapshotId} />)
              }
            </Route>
            <Route path="/rooms/:roomId/snapshots/:beforeId/diff/:afterId">
              {(parameters) => signedIn(<DifferencePage {...parameters} />)}
            </Route>
            <Route path="/rooms/:roomId/*?">
              {({ roomId }) => signedIn(<RoomPage key={roomId} roomId={roomId} />)}
            </Route>
            <Route path="/account">{signedIn(<AccountPage />)}</Route>
            <Route path="/admin/*?">{signedIn(<AdministrationPage />)}</Route>
            <Route>
              <NotFoundPage />
            </Route>
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </AppShell>
  );
}

/** Returns the part of an address that an error belongs to: a page, or everything in one room. */
const errorScopeOf = (path: string): string => path.split('/', 3).join('/');

const signedIn = (page: ReactNode) => <SignedIn>{page}</SignedIn>;

/** Sends anonymous users to the sign-in page, which leads back to this address. */
function SignedIn({ children }: { children: ReactNode }) {
  const session = useSession();
  const [path] = useLocation();
  const search = useSearch();
  // The page starts again if another user signs in in another tab.
  if (session) return <Fragment key={session.token}>{children}</Fragment>;
  const here = search ? `${path}?${search}` : path;
  const back = here === '/' ? '' : `?to=${encodeURIComponent(here)}`;
  return <Redirect to={`/sign-in${back}`} replace />;
}
