const labels = new Map<string, string>();

/** A route as figures name it: its pattern, without the forms that its parameters must have. */
export function routeLabel(route: string | undefined): string {
  if (route === undefined) return 'unknown';
  const known = labels.get(route);
  if (known !== undefined) return known;
  const label = route.replace(/\([^()]*\)/g, '');
  labels.set(route, label);
  return label;
}
