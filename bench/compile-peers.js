/** The comparison servers are in TypeScript, as their users would write them. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { root } from './root.js';

/**
 * Compiles the servers without type checks (`npm test` has these) into a folder of the run. A link resolves the project's
 * packages from this folder.
 * @returns {string} the folder
 */
export function compilePeers(folder) {
  const peers = join(folder, 'peers');
  mkdirSync(peers);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  const { fileNames, options } = readProject(join(root, 'bench', 'peers', 'tsconfig.json'));
  for (const fileName of fileNames) {
    const { outputText } = ts.transpileModule(readFileSync(fileName, 'utf8'), {
      fileName,
      compilerOptions: {
        ...options,
        module: ts.ModuleKind.ES2022,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
      },
    });
    writeFileSync(join(peers, basename(fileName).replace(/ts$/, 'js')), outputText);
  }
  return peers;
}

function readProject(file) {
  return ts.getParsedCommandLineOfConfigFile(
    file,
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic({ messageText }) {
        throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
      },
    },
  );
}
