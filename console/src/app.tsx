import { lazy, LocationProvider, Route, Router } from 'preact-iso';
import { NotFoundPage } from './pages/not-found/not-found-page.tsx';
import { consolePath, routes } from './routes.ts';
import { Shell } from './shell/shell.tsx';
import { isSignedIn } from './sign-in/session.ts';
import { SignInPage } from './sign-in/sign-in-page.tsx';

/** Each page is a file of its own that is loaded when it is first opened. */
const pages = {
  overview: lazy(async () => (await import('./pages/overview/overview-page.tsx')).OverviewPage),
  organisations: lazy(
    async () => (await import('./pages/organisations/organisations-page.tsx')).OrganisationsPage,
  ),
  newOrganisation: lazy(
    async () => (await import('./pages/edit-organisation/new-organisation-page.tsx')).NewOrganisationPage,
  ),
  organisation: lazy(
    async () => (await import('./pages/organisation/organisation-page.tsx')).OrganisationPage,
  ),
  editOrganisation: lazy(
    async () => (await import('./pages/edit-organisation/edit-organisation-page.tsx')).EditOrganisationPage,
  ),
  administrators: lazy(
    async () => (await import('./pages/administrators/administrators-page.tsx')).AdministratorsPage,
  ),
  flags: lazy(async () => (await import('./pages/flags/flags-page.tsx')).FlagsPage),
  newFlag: lazy(async () => (await import('./pages/flags/new-flag-page.tsx')).NewFlagPage),
  flag: lazy(async () => (await import('./pages/flags/flag-page.tsx')).FlagPage),
  changes: lazy(async () => (await import('./pages/changes/changes-page.tsx')).ChangesPage),
  webhooks: lazy(async () => (await import('./pages/webhooks/webhooks-page.tsx')).WebhooksPage),
  newWebhook: lazy(async () => (await import('./pages/webhooks/new-webhook-page.tsx')).NewWebhookPage),
  webhook: lazy(async () => (await import('./pages/webhooks/webhook-page.tsx')).WebhookPage),
  import: lazy(async () => (await import('./pages/import/import-page.tsx')).ImportPage),
  developer: lazy(async () => (await import('./pages/developer/developer-page.tsx')).DeveloperPage),
};

export function App() {
  return (
    <LocationProvider scope={consolePath}>
      <Shell>{isSignedIn.value ? <Pages /> : <SignInPage />}</Shell>
    </LocationProvider>
  );
}

function Pages() {
  return (
    <Router>
      {Object.entries(pages).map(([name, page]) => (
        <Route key={name} path={consolePath + routes[name as keyof typeof pages]} component={page} />
      ))}
      <Route default component={NotFoundPage} />
    </Router>
  );
}
