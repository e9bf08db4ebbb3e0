import { Link, useRoute } from 'wouter';
import { useMay } from '../access/permissions.ts';
import { useSession } from '../session/session.ts';
import classes from './app-shell.module.css';
import mark from './mark.svg';
import { UserMenu } from './user-menu.tsx';

/** The banner: product, navigation, and the menu of the user. */
export function Banner() {
  const session = useSession();
  const mayAdminister = useMay('setting.manage');
  return (
    <header className={classes.banner}>
      <div className={classes.bar}>
        <Link href="/" className={classes.product} aria-label="Roomshot, to the rooms">
          <img src={mark} alt="" width={28} height={28} />
          <span className={classes.productName}>Roomshot</span>
        </Link>
        <nav className={classes.navigation} aria-label="Main">
          {session && <NavigationLink to="/" below="/rooms/*?" text="Rooms" />}
          <NavigationLink to="/verify" below="/verify" text="Verify" />
          {mayAdminister && <NavigationLink to="/admin" below="/admin/*?" text="Administration" />}
          {!session && <NavigationLink to="/sign-in" below="/sign-in" text="Sign in" />}
        </nav>
        {session && <UserMenu session={session} />}
      </div>
    </header>
  );
}

/** @param below the pattern of the addresses that belong to the link */
function NavigationLink({ to, below, text }: { to: string; below: string; text: string }) {
  const [isHere] = useRoute(to);
  const [isBelow] = useRoute(below);
  return (
    <Link href={to} className={classes.link} aria-current={isHere ? 'page' : isBelow ? 'true' : undefined}>
      {text}
    </Link>
  );
}
