// What a notebook sees of the package: its types, read by the compiler and with the options of the tslab kernel.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { report, root } from './guard.mjs';

const ts = createRequire(import.meta.url)('@tslab/typescript-for-tslab');

// As in tslab/dist/converter.js, but for two: tslab asks for no diagnostics of options, hence ignoreDeprecations; and it skips the check
// of declarations, where a type that cannot be read turns into "any" without a word, hence skipLibCheck: false.
const options = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  esModuleInterop: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  declaration: true,
  noImplicitUseStrict: true,
  ignoreDeprecations: '5.0',
  experimentalDecorators: true,
  resolveJsonModule: true,
  allowJs: true,
  checkJs: true,
  skipLibCheck: false,
  noEmit: true,
};

// A cell in a folder of its own, held in memory.
const cell = join(root, 'notebooks', '__cell__.ts');
const source = `
import * as radis from 'radis-workbench';
import { createRandom, escapeHtml, type RunConfig } from 'radis-workbench';
const html: string = escapeHtml('<b>');
const number: number = createRandom(1)();
const model: radis.ChatModel = radis.loadModelFolder(radis.projectPath('data', 'models', 'tinychat'));
const run: RunConfig = undefined;
const tuned: Promise<radis.TunedModel> = radis.fineTune(model, run);
// @ts-expect-error: the types are there, not all "any"
const wrong: number = escapeHtml('<b>');
export {};
`;

const host = ts.createCompilerHost(options);
const { fileExists, getSourceFile } = host;
host.fileExists = path => path === cell || fileExists(path);
host.getSourceFile = (path, ...rest) =>
  path === cell ? ts.createSourceFile(path, source, options.target, true) : getSourceFile(path, ...rest);
host.getCurrentDirectory = () => root;
const program = ts.createProgram([cell], options, host);
// What is wrong in the declarations of other packages is not ours to mend.
const ours = ts.getPreEmitDiagnostics(program).filter(({ file }) => !file?.fileName.includes('/node_modules/'));
const problems = ours.map(({ file, start, messageText }) => {
  const line = file && start !== undefined ? `:${file.getLineAndCharacterOfPosition(start).line + 1}` : '';
  return `${file?.fileName ?? ''}${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
});

// The same can happen to types of other packages that ours mention.
const checker = program.getTypeChecker();
const specifier = program.getSourceFile(cell).statements[0].moduleSpecifier;
const face = checker.getSymbolAtLocation(specifier);
const unread = (face ? checker.getExportsOfModule(face) : [])
  .map(symbol => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
  .filter(symbol => {
    const type =
      symbol.flags & ts.SymbolFlags.Value
        ? checker.getTypeOfSymbolAtLocation(symbol, specifier)
        : checker.getDeclaredTypeOfSymbol(symbol);
    const returned = type.getCallSignatures().map(signature => signature.getReturnType());
    return [type, ...returned].some(each => each.flags & ts.TypeFlags.Any);
  })
  .map(symbol => `${symbol.name} is "any" in a notebook`);
report([...problems, ...unread]);
