import type { Plugin } from 'vite';

/** Makes a module whose code is computed at build time. console/src/virtual-modules.d.ts has its types. */
export function virtualModule(name: string, codeOf: () => string, sources: readonly string[] = []): Plugin {
  const id = `\0${name}`;
  return {
    name,
    resolveId: (imported) => (imported === name ? id : null),
    load(loaded) {
      if (loaded !== id) return null;
      for (const source of sources) this.addWatchFile(source);
      return codeOf();
    },
  };
}
