import type { Token } from "./scanner";

// An expression goes on in the next line after, or with, one of these.
const operators = new Set([
  "?",
  "&&",
  "||",
  "??",
  "==",
  "!=",
  "=~",
  "!~",
  "+",
  "*",
  "/",
  "%",
  "<",
  "<=",
  ">=",
  ">",
  "=>",
]);

// In "param name string?", the "?" ends the statement.
const declarations = new Set(["param", "output", "type", "func", "@"]);

/** The statements of a body or the members of a group, separated by line ends or commas. */
export function statementsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const following = nextSolid(tokens);
  const statements: Token[][] = [];
  let statement: Token[] = [];
  for (const [at, token] of tokens.entries()) {
    const text = token.kind === "mark" ? token.text : undefined;
    if (text === "," || (text === "\n" && !goesOn(statement, following[at]))) {
      if (statement.length > 0) {
        statements.push(statement);
      }
      statement = [];
    } else if (text !== "\n") {
      statement.push(token);
    }
  }
  return statement.length > 0 ? [...statements, statement] : statements;
}

/** For each token, the next one that is no line end. */
function nextSolid(tokens: readonly Token[]): readonly (Token | undefined)[] {
  const following: (Token | undefined)[] = [];
  let next: Token | undefined;
  for (const token of tokens.toReversed()) {
    following.push(next);
    next = token.kind === "mark" && token.text === "\n" ? next : token;
  }
  return following.reverse();
}

function goesOn(statement: readonly Token[], next: Token | undefined): boolean {
  const [first] = statement;
  const last = statement.at(-1);
  if (first === undefined || last === undefined) {
    return false;
  }
  const isDeclaration =
    (first.kind === "word" || first.kind === "mark") && declarations.has(first.text);
  const isOptionalType = last.kind === "mark" && last.text === "?" && isDeclaration;
  return (
    (isOperator(last) && !isOptionalType) ||
    // In "a ? b : c", the ":" goes on; no statement starts with one.
    (next?.kind === "mark" && (isOperator(next) || next.text === ":"))
  );
}

function isOperator(token: Token): boolean {
  return token.kind === "mark" && operators.has(token.text);
}
