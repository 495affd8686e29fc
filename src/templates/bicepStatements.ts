import type { Group, Token } from "./scanner";
import type {
  DeclaredFunction,
  DeclaredModule,
  DeclaredResource,
  Import,
  Loop,
  Parameter,
  TemplateFile,
  Written,
} from "./template";
import { TokenParser } from "./tokenExpression";
import { armTypeOf, objectPlace, placeOf, plainText, writtenOf, type TokenSource } from "./tokens";

/** Collects what the statements of a Bicep file declare. */
export class BicepStatements {
  readonly #source: TokenSource;
  readonly #parameters = new Map<string, Parameter>();
  readonly #variables = new Map<string, Written>();
  readonly #outputs = new Map<string, Written>();
  readonly #functions = new Map<string, DeclaredFunction>();
  readonly #values = new Map<string, Written>();
  readonly #imports: Import[] = [];
  readonly #resources: DeclaredResource[] = [];
  readonly #modules: DeclaredModule[] = [];
  #targetScope: string | undefined;
  #template: string | undefined;

  constructor(file: string) {
    this.#source = { syntax: "bicep", file };
  }

  get content(): Omit<TemplateFile, "loaded"> {
    return {
      targetScope: this.#targetScope,
      parameters: this.#parameters,
      variables: this.#variables,
      outputs: this.#outputs,
      functions: this.#functions,
      imports: this.#imports,
      resources: this.#resources,
      modules: this.#modules,
      values: this.#values,
      template: this.#template,
    };
  }

  add(tokens: readonly Token[]): void {
    const [keyword, subject, ...rest] = tokens;
    if (keyword?.kind !== "word") {
      return;
    }
    const name = subject?.kind === "word" ? subject.text : undefined;
    switch (keyword.text) {
      case "using":
        this.#template = plainText(subject);
        break;
      case "targetScope":
        this.#targetScope = plainText(rest[0]);
        break;
      case "import":
        this.#import(tokens.slice(1));
        break;
      default:
        if (name !== undefined) {
          this.#named(keyword.text, name, tokens, rest);
        }
    }
  }

  #named(keyword: string, name: string, tokens: readonly Token[], rest: readonly Token[]): void {
    const key = name.toLowerCase();
    const value = writtenOf(assigned(rest), this.#source);
    switch (keyword) {
      case "param":
        this.#parameter(name, tokens, rest, value);
        break;
      case "var":
        put(this.#variables, key, value);
        break;
      case "output":
        put(this.#outputs, key, value);
        break;
      case "func":
        this.#function(key, rest);
        break;
      case "resource":
      case "module":
        this.#declaration(keyword === "module", name, tokens, rest);
        break;
      default:
    }
  }

  /** In a parameters file, a value follows the name; in a template, a type. */
  #parameter(
    name: string,
    tokens: readonly Token[],
    rest: readonly Token[],
    value: Written | undefined,
  ): void {
    const [type, next] = rest;
    const place = placeOf(tokens, this.#source.file);
    if (type?.kind === "mark" && type.text === "=") {
      put(this.#values, name.toLowerCase(), value);
    } else if (place !== undefined) {
      const isNullable = rest.some(
        (token, at) =>
          at > 0 && at < indexOfAssignment(rest) && token.kind === "mark" && token.text === "?",
      );
      const isArray = next?.kind === "group" && next.open === "[";
      const word = type?.kind === "word" ? type.text.toLowerCase() : undefined;
      const isText = type?.kind === "quoted";
      this.#parameters.set(name.toLowerCase(), {
        ...place,
        name,
        type: isArray ? "array" : isText ? "string" : word,
        isNullable,
        default: value,
      });
    }
  }

  #function(key: string, [names, ...rest]: readonly Token[]): void {
    const arrow = rest.findIndex((token) => token.kind === "mark" && token.text === "=>");
    const body = writtenOf(arrow === -1 ? [] : rest.slice(arrow + 1), this.#source);
    if (names?.kind === "group" && body !== undefined) {
      this.#functions.set(key, { names: parameterNames(names), body });
    }
  }

  /** "import { a, b as c } from 'x.bicep'" and "import * as x from 'x.bicep'". */
  #import(tokens: readonly Token[]): void {
    const path = plainText(tokens.at(-1));
    const [first, as, alias] = tokens;
    if (path === undefined || first === undefined) {
      return;
    }
    if (first.kind === "group") {
      this.#imports.push({ path, names: importedNames(first), alias: undefined });
    } else if (as?.kind === "word" && as.text === "as" && alias?.kind === "word") {
      this.#imports.push({ path, names: undefined, alias: alias.text });
    }
  }

  #declaration(
    isModule: boolean,
    symbol: string,
    tokens: readonly Token[],
    [reference, ...rest]: readonly Token[],
  ): void {
    const address = plainText(reference);
    const place = placeOf(tokens, this.#source.file);
    const form = this.#form(assigned(rest));
    if (address === undefined || place === undefined || form === undefined) {
      return;
    }
    const { group, condition, loop } = form;
    const body = objectPlace(group, this.#source);
    const shared = { ...place, symbol, condition, loop, body };
    if (isModule) {
      const parametersPlace = body.members.get("params")?.object();
      this.#modules.push({
        ...shared,
        path: address,
        nested: undefined,
        isOuter: false,
        parameters: parametersPlace?.members ?? new Map<string, Written>(),
        parametersPlace,
      });
      return;
    }
    const name = body.members.get("name");
    const [next] = rest;
    if (name !== undefined) {
      this.#resources.push({
        ...shared,
        type: armTypeOf(address),
        isTerraform: false,
        isExisting: next?.kind === "word" && next.text === "existing",
        name,
        properties: body.members.get("properties")?.object(),
      });
    }
  }

  /** "{...}", "if (...) {...}", "[for x in y: {...}]", and "[for x in y: if (...) {...}]". */
  #form(tokens: readonly Token[]): Form | undefined {
    const [first] = tokens;
    const parser = new TokenParser(tokens, "bicep");
    if (first?.kind !== "group" || first.open !== "[") {
      return this.#conditional(parser, tokens);
    }
    const inner = new TokenParser(first.tokens, "bicep");
    const head = inner.loopHead();
    const form = this.#conditional(inner, first.tokens);
    const over = placeOf(first.tokens, this.#source.file);
    return form === undefined || head === undefined || over === undefined
      ? undefined
      : {
          ...form,
          loop: {
            item: head.item,
            index: head.index,
            over: { ...over, expression: () => head.over },
            kind: "items",
          },
        };
  }

  #conditional(parser: TokenParser, tokens: readonly Token[]): Form | undefined {
    const isConditional = parser.takeWord("if") !== undefined;
    const condition = isConditional ? parser.takeGroup("(") : undefined;
    const group = parser.takeGroup("{");
    return group === undefined || !parser.isAtEnd || tokens.length === 0
      ? undefined
      : {
          group,
          condition:
            condition === undefined ? undefined : writtenOf(condition.tokens, this.#source),
          loop: undefined,
        };
  }
}

interface Form {
  readonly group: Group;
  readonly condition: Written | undefined;
  readonly loop: Loop | undefined;
}

function put(values: Map<string, Written>, key: string, value: Written | undefined): void {
  if (value !== undefined) {
    values.set(key, value);
  }
}

function indexOfAssignment(tokens: readonly Token[]): number {
  const at = tokens.findIndex((token) => token.kind === "mark" && token.text === "=");
  return at === -1 ? tokens.length : at;
}

/** The tokens after the "=". */
function assigned(tokens: readonly Token[]): readonly Token[] {
  return tokens.slice(indexOfAssignment(tokens) + 1);
}

/** The first word of each parameter, before its type. */
function parameterNames(group: Group): readonly string[] {
  return group.tokens.flatMap((token, at) => {
    const before = group.tokens[at - 1];
    const isFirst = before?.kind === "mark" ? /[,\n]/.test(before.text) : before === undefined;
    return token.kind === "word" && isFirst ? [token.text] : [];
  });
}

function importedNames(group: Group): readonly { here: string; there: string }[] {
  const words = group.tokens.flatMap((token) => (token.kind === "word" ? [token.text] : []));
  const names: { here: string; there: string }[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const there = words[at] ?? "";
    const isRenamed = words[at + 1] === "as" && words[at + 2] !== undefined;
    names.push({ there, here: isRenamed ? (words[at + 2] ?? there) : there });
    at += isRenamed ? 2 : 0;
  }
  return names;
}
