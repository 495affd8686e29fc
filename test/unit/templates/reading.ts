import type { FileKind } from "../../../src/templates/fileKind";
import { editToSet, type Property } from "../../../src/templates/insertion";
import { readTemplateFile } from "../../../src/templates/readFile";
import { resolve, type Scope } from "../../../src/templates/resolve";
import type { TemplateFile } from "../../../src/templates/template";

/** A scope of what a file says itself. */
export function ownScope(content: TemplateFile): Scope {
  const scope: Scope = {
    find: (key) => {
      const value = content.values.get(key);
      return value === undefined ? undefined : { value, scope, file: "this" };
    },
  };
  return scope;
}

/** Each resource of a text as "type name", with "?" for a name that its file alone does not tell. */
export function declared(kind: FileKind, text: string): readonly string[] {
  const content = readTemplateFile(kind, text);
  return content.resources.map(
    ({ type, name }) => `${type} ${resolve(name, ownScope(content))?.text ?? "?"}`,
  );
}

/** The values of a text as "key value". */
export function given(kind: FileKind, text: string): readonly string[] {
  const content = readTemplateFile(kind, text);
  return [...content.values].map(
    ([key, value]) => `${key} ${resolve(value, ownScope(content))?.text ?? "?"}`,
  );
}

/** The text after a property of its first resource is set; undefined where that cannot be done. */
export function withProperty(kind: FileKind, text: string, property: Property): string | undefined {
  const [resource] = readTemplateFile(kind, text).resources;
  const edit = resource === undefined ? undefined : editToSet(text, resource, property);
  return edit === undefined
    ? undefined
    : `${text.slice(0, edit.start)}${edit.text}${text.slice(edit.end)}`;
}
