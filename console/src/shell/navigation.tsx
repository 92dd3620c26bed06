import { useLocation } from 'preact-iso';
import { t } from '../language/language.ts';
import { pathTo, routes } from '../routes.ts';
import { isOperator } from '../sign-in/session.ts';
import styles from './shell.module.css';

/** The pages in the menu; those of operators are not offered to others. */
const entries = [
  { name: 'overview' },
  { name: 'organisations' },
  { name: 'flags' },
  { name: 'changes' },
  { name: 'webhooks', isForOperators: true },
  { name: 'import', isForOperators: true },
  { name: 'developer' },
] as const;

export function Navigation() {
  const { path } = useLocation();
  const offered = entries.filter((entry) => !('isForOperators' in entry) || isOperator.value);
  return (
    <nav aria-label={t().shell.pages}>
      <ul role="list" class={styles.links}>
        {offered.map(({ name }) => (
          <li key={name}>
            <a href={pathTo(name)} aria-current={isWithin(path, name) ? 'page' : undefined}>
              {t().navigation[name]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** True on the page itself and on the pages below it, such as one organisation below the list. */
function isWithin(path: string, name: (typeof entries)[number]['name']): boolean {
  const own = pathTo(name).replace(/\/$/, '');
  return routes[name] === '/' ? path === own : path === own || path.startsWith(`${own}/`);
}
