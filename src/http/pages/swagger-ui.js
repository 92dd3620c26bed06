/* Starts Swagger UI for the document that the address names. */
(async () => {
  const place = document.getElementById('swagger-ui');
  const { document: path, clientId, appName, keepsTokens } = JSON.parse(place.dataset.settings);
  // A proxy may serve the service below a base path.
  const root = new URL(location.pathname.replace(/docs\/?$/, ''), location.origin).href;
  const response = await fetch(root + path);
  if (!response.ok) {
    place.textContent = `The document could not be loaded: ${response.status}. Reload the page.`;
    return;
  }
  const spec = await response.json();
  spec.servers = [{ url: root.replace(/\/$/, '') }];
  removeSchemes(spec, (scheme) => scheme.type === 'http' && scheme.scheme !== 'bearer');

  const darkness = window.matchMedia('(prefers-color-scheme: dark)');
  const applyDarkness = () => document.documentElement.classList.toggle('dark-mode', darkness.matches);
  darkness.addEventListener('change', applyDarkness);
  applyDarkness();

  // A token that Swagger UI stored while the service had its development server.
  if (!keepsTokens) window.localStorage.removeItem('authorized');
  const ui = window.SwaggerUIBundle({
    spec,
    domNode: place,
    presets: [window.SwaggerUIBundle.presets.apis],
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    persistAuthorization: keepsTokens,
    validatorUrl: null,
    oauth2RedirectUrl: `${root}docs/oauth2-redirect.html`,
    responseInterceptor: offerLargeBodyAsLink,
  });
  showFirstFormFirst();
  ui.initOAuth({
    appName,
    usePkceWithAuthorizationCodeGrant: true,
    ...(clientId === null ? {} : { clientId }),
  });

  /** Swagger UI focuses the last form of Authorize, and the browser then scrolls past the others. */
  function showFirstFormFirst() {
    const observer = new window.MutationObserver(() => {
      const content = document.querySelector('.modal-ux-content:not([data-shown])');
      if (content === null) return;
      content.dataset.shown = 'true';
      content.querySelector('input')?.focus({ preventScroll: true });
      content.scrollTop = 0;
    });
    observer.observe(place, { childList: true, subtree: true });
  }

  /** Swagger UI can not make the proofs of DPoP, so it must not offer the scheme. */
  function removeSchemes(description, isRemoved) {
    const schemes = description.components.securitySchemes ?? {};
    const removed = Object.keys(schemes).filter((name) => isRemoved(schemes[name]));
    for (const name of removed) delete schemes[name];
    for (const operation of Object.values(description.paths).flatMap((methods) => Object.values(methods))) {
      operation.security = operation.security?.filter((each) => !removed.some((name) => name in each));
    }
  }

  /** Rendering a large body blocks the page for seconds; Swagger UI offers an attachment as a link. */
  function offerLargeBodyAsLink(answer) {
    const isLarge = typeof answer.text === 'string' && answer.text.length > 60_000;
    if (isLarge) {
      const name = `${new URL(answer.url).pathname.split('/').at(-1)}.json`;
      answer.headers['content-disposition'] = `attachment; filename="${name}"`;
    }
    return answer;
  }
})();
