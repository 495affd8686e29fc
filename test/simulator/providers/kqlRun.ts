import { isJsonObject, type Json, type JsonObject } from "../json";
import type { Column, Expression, Order, Query, Step } from "./kqlQuery";
import { KqlError } from "./kqlTokens";

/** The rows of a table with this name, in lower case; undefined where there is no such table. */
export type Tables = (table: string) => readonly JsonObject[] | undefined;

/** The rows a query gives, all of them. */
export function runQuery(query: Query, tables: Tables): readonly JsonObject[] {
  const rows = tables(query.table);
  if (rows === undefined) {
    throw new KqlError(
      "DisallowedLogicalTableName",
      `Table ${query.table} is invalid, unsupported or disallowed.`,
    );
  }
  checkUnions(query);
  return query.steps.reduce((current, step) => take(step, current, tables), rows);
}

/** Whether the query says itself how many rows it wants: then Resource Graph does not page. */
export function isLimited({ steps }: Query): boolean {
  return steps.some(
    (step) => step.kind === "limit" || (step.kind === "union" && step.queries.some(isLimited)),
  );
}

/**
 * At most three legs, of the same table or of the two that go together.
 * Source: https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language#supported-tabulartop-level-operators
 */
function checkUnions({ table, steps }: Query): void {
  const legs = steps.flatMap((step) => (step.kind === "union" ? step.queries : []));
  const tables = new Set([table, ...legs.map((leg) => leg.table)]);
  const isOfOne = tables.size === 1;
  const isOfBoth = [...tables].every((one) => ["resources", "resourcecontainers"].includes(one));
  if (legs.length > 3 || !(isOfOne || isOfBoth)) {
    throw new KqlError("UnsupportedUnion", "The union is not supported.");
  }
}

function take(step: Step, rows: readonly JsonObject[], tables: Tables): readonly JsonObject[] {
  switch (step.kind) {
    case "where":
      return rows.filter((row) => valueOf(step.condition, row) === true);
    case "project":
      return rows.map((row) => columnsOf(step.columns, row));
    case "extend":
      return rows.map((row) => ({ ...row, ...columnsOf(step.columns, row) }));
    case "order":
      return rows.toSorted((left, right) => inOrder(step.by, left, right));
    case "limit":
      return rows.slice(0, step.rows);
    case "count":
      return [{ Count: rows.length }];
    case "union":
      return together([rows, ...step.queries.map((query) => runQuery(query, tables))]);
  }
}

function columnsOf(columns: readonly Column[], row: JsonObject): JsonObject {
  return Object.fromEntries(columns.map(({ name, value }) => [name, valueOf(value, row)]));
}

/** What one side lacks as a column is null in its rows. */
function together(sides: readonly (readonly JsonObject[])[]): readonly JsonObject[] {
  const rows = sides.flat();
  const empty = Object.fromEntries(rows.flatMap(Object.keys).map((name) => [name, null]));
  return rows.map((row) => ({ ...empty, ...row }));
}

function inOrder(by: readonly Order[], left: JsonObject, right: JsonObject): number {
  for (const { value, isDescending } of by) {
    const [one, other] = [asText(valueOf(value, left)), asText(valueOf(value, right))];
    if (one !== other) {
      return one < other === isDescending ? 1 : -1;
    }
  }
  return 0;
}

function valueOf(expression: Expression, row: JsonObject): Json {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "path":
      return valueAt(expression.names, row);
    case "call":
      return call(
        expression.name,
        expression.arguments.map((argument) => valueOf(argument, row)),
      );
    case "compare":
      return compare(
        expression.operator,
        valueOf(expression.left, row),
        valueOf(expression.right, row),
      );
    case "in":
      return isIn(
        expression.operator,
        valueOf(expression.left, row),
        expression.list.map((one) => valueOf(one, row)),
      );
    case "and":
      return expression.sides.every((side) => valueOf(side, row) === true);
    case "or":
      return expression.sides.some((side) => valueOf(side, row) === true);
  }
}

/** A column has to be there, in this very case; what lies inside of it need not. */
function valueAt([column, ...inside]: readonly string[], row: JsonObject): Json {
  if (column === undefined || !Object.hasOwn(row, column)) {
    throw new KqlError("InvalidColumnName", `There is no column '${column ?? ""}'.`);
  }
  return inside.reduce<Json>(
    (value, name) =>
      isJsonObject(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null,
    row[column] ?? null,
  );
}

function call(name: string, values: readonly Json[]): Json {
  const [value = null, ...more] = values;
  if (more.length > 0) {
    throw new KqlError("UnsupportedFunction", `'${name}' takes one argument here.`);
  }
  switch (name) {
    case "tostring":
      return asText(value);
    case "tolower":
      return asText(value).toLowerCase();
    case "tobool":
      return asBoolean(value);
    case "not":
      return typeof value === "boolean" ? !value : null;
    case "isempty":
      return asText(value) === "";
    case "isnotempty":
      return asText(value) !== "";
    default:
      throw new KqlError("UnsupportedFunction", `The function '${name}' is not supported.`);
  }
}

function compare(operator: string, left: Json, right: Json): boolean {
  const [one, other] = [asText(left), asText(right)];
  const [small, otherSmall] = [one.toLowerCase(), other.toLowerCase()];
  switch (operator) {
    case "==":
      return one === other;
    case "!=":
      return one !== other;
    case "=~":
      return small === otherSmall;
    case "!~":
      return small !== otherSmall;
    case "contains":
      return small.includes(otherSmall);
    default:
      return small.startsWith(otherSmall);
  }
}

function isIn(operator: string, value: Json, list: readonly Json[]): boolean {
  const equal = operator.endsWith("~") ? "=~" : "==";
  return list.some((one) => compare(equal, value, one)) !== operator.startsWith("!");
}

function asBoolean(value: Json): Json {
  const text = asText(value).toLowerCase();
  if (text === "true" || text === "1") {
    return true;
  }
  return text === "false" || text === "0" ? false : null;
}

/** Nothing is an empty text. */
function asText(value: Json): string {
  if (value === null) {
    return "";
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
