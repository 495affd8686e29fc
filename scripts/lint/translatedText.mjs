// Finds sentences for people that do not come through l10n.t: two words in a row anywhere but in
// what only developers read, and any word in the places that VS Code shows.
const shownProperties = new Set([
  ...["label", "description", "detail", "tooltip", "placeHolder", "placeholder", "prompt"],
  ...["title", "message", "badge", "ariaLabel", "matchOnDetail"],
]);
const shownArguments =
  /^(show\w+Message|setStatusBarMessage|MarkdownString|TreeItem|appendMarkdown)$/;
const word = /\p{L}{2}/u;
const twoWords = /\p{L}{2,}[.,:;]? \p{L}{2,}/u;

// Queries of Resource Graph and the Activity Log, headers and command lines have no language.
const notForPeople =
  / \| |^(where|project|order by|eventTimestamp|resource\w+ eq|Bearer) |^az[a-z]* |^id, name, /;

/** What is read of a text: placeholders as a letter that is none, no tags and no icons. */
function readable(node) {
  const text =
    node.type === "TemplateLiteral"
      ? node.quasis.map(({ value }) => value.cooked ?? "").join("\uFFFC")
      : node.value;
  return text.replace(/<[^>]*>/g, "\n").replace(/\$\([\w~-]+\)/g, "\n");
}

function nameOf(callee) {
  return callee.type === "MemberExpression" ? callee.property.name : callee.name;
}

/** Whether nobody but developers reads what stands here, or it is translated. */
function isElsewhere(parent) {
  switch (parent.type) {
    case "CallExpression": {
      const { callee } = parent;
      const object = callee.object?.name ?? callee.object?.property?.name ?? "";
      return (
        /^(t|startsWith|endsWith|includes)$/.test(nameOf(callee)) ||
        callee.type === "Super" ||
        /^#?log(ger)?$/.test(object)
      );
    }
    case "NewExpression":
      return /Error$/.test(nameOf(parent.callee) ?? "");
    case "TSLiteralType":
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
      return true;
    case "Property":
      // Roles are named as Azure names them, whatever the language.
      return parent.key.name === "role" || parent.key.name === "query";
    default:
      return false;
  }
}

function isShown(node) {
  const { parent } = node;
  switch (parent.type) {
    case "Property":
      return parent.value === node && shownProperties.has(parent.key.name);
    case "AssignmentExpression":
      return parent.right === node && shownProperties.has(nameOf(parent.left));
    case "CallExpression":
    case "NewExpression":
      return parent.arguments[0] === node && shownArguments.test(nameOf(parent.callee) ?? "");
    case "ConditionalExpression":
      return isShown(parent);
    default:
      return false;
  }
}

export const translatedText = {
  meta: {
    type: "problem",
    // Texts that only code reads.
    schema: [{ type: "array", items: { type: "string" } }],
    messages: {
      hardCoded: "People read this: {{text}}. Give it to l10n.t, so that it can be translated.",
    },
  },
  create(context) {
    const [forCode = []] = context.options;
    const check = (node) => {
      const text = readable(node);
      const seen = isShown(node) ? word : twoWords;
      if (!seen.test(text) || notForPeople.test(text) || forCode.includes(text)) {
        return;
      }
      for (let at = node.parent; at !== undefined && at !== null; at = at.parent) {
        if (isElsewhere(at)) {
          return;
        }
        if (/Function|Statement$|Declaration$/.test(at.type)) {
          break;
        }
      }
      context.report({ node, messageId: "hardCoded", data: { text: text.trim().slice(0, 60) } });
    };
    return {
      Literal: (node) => {
        if (typeof node.value === "string") {
          check(node);
        }
      },
      TemplateLiteral: check,
    };
  },
};
