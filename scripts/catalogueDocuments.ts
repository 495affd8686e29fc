import {
  allRequired,
  type RequiredPermission,
  type SoftDeleteService,
} from "../src/services/service";
import type { Source } from "../src/services/source";

/** The catalogue as docs/services.md shows it. */
export function servicesDocument(services: readonly SoftDeleteService[]): string {
  const header = [
    "Service",
    "List",
    "Recover",
    "Purge",
    "Retention",
    "Permissions",
    "Limits",
    "Source",
  ];
  const rows = services.map((service) => [
    `${service.name}${marks(service)}<br>\`${service.id}\``,
    [...new Set(service.sources.map(listing))].join("; "),
    recovering(service),
    purging(service),
    service.retention,
    permissions(service),
    service.limits.join(" "),
    `[documentation](${service.documentation})`,
  ]);
  return [
    "# Services",
    "",
    "What the catalogue in `src/services/` says. `npm run generate` writes this page, and a test holds",
    "the two together. *Experimental* is what Microsoft does not document: it may fail, and the window",
    "says so where it is offered.",
    "",
    ...[header, header.map(() => "---"), ...rows].map(
      (cells) => `| ${cells.map(cell).join(" | ")} |`,
    ),
    "",
  ].join("\n");
}

/** package.json with the catalogue's services in the setting and the tools that choose them. */
export function withServiceChoices(
  manifest: string,
  services: readonly SoftDeleteService[],
): string {
  const parsed = JSON.parse(manifest) as {
    contributes: {
      configuration: {
        properties: Record<string, { items?: { enum: string[]; enumDescriptions: string[] } }>;
      };
      languageModelTools?: readonly {
        inputSchema: { properties: { service?: { enum: string[] } } };
      }[];
    };
  };
  const { configuration, languageModelTools = [] } = parsed.contributes;
  const ids = services.map(({ id }) => id);
  const items = configuration.properties["azureDeletedResources.services"]?.items;
  if (items !== undefined) {
    items.enum = ids;
    items.enumDescriptions = ids.map((id) => `%service.${id}%`);
  }
  for (const { inputSchema } of languageModelTools) {
    if (inputSchema.properties.service !== undefined) {
      inputSchema.properties.service.enum = ids;
    }
  }
  return `${JSON.stringify(parsed, undefined, 2)}\n`;
}

/** package.nls.json with the services' names, and what to know before choosing them. */
export function withServiceNames(
  sentences: string,
  services: readonly SoftDeleteService[],
): string {
  const others = Object.entries(JSON.parse(sentences) as Record<string, string>).filter(
    ([key]) => !key.startsWith("service."),
  );
  const names = services.map((service) => [`service.${service.id}`, service.name + marks(service)]);
  return `${JSON.stringify(Object.fromEntries([...others, ...names]), undefined, 2)}\n`;
}

function marks({ availability }: SoftDeleteService): string {
  const words = [
    ...(availability.preview === true ? ["preview"] : []),
    ...(availability.experimental === undefined
      ? []
      : [`experimental: ${availability.experimental.join(", ")}`]),
    ...(availability.offByDefault === true ? ["off by default"] : []),
  ];
  return words.length === 0 ? "" : ` (${words.join("; ")})`;
}

function listing(source: Source): string {
  switch (source.kind) {
    case "collection":
      return source.ifType === undefined
        ? "subscription"
        : "subscription, where Azure has the list";
    case "regions":
      return "each region";
    case "parents":
      return `each parent (${source.parents.types.join(", ")}) from Resource Graph, else by lists`;
    case "graph":
      return "Resource Graph, else each region";
    case "deletions":
      return "Activity Log";
  }
}

function recovering({
  permissions: { recover },
  recoversACopy,
  availability,
}: SoftDeleteService): string {
  if (recover === undefined) {
    return "no";
  }
  const how =
    recoversACopy === undefined
      ? "yes"
      : recoversACopy === "new"
        ? "yes, as something new"
        : "yes, into something that exists, which is overwritten";
  return availability.experimental?.includes("recover") === true ? `${how} (experimental)` : how;
}

function purging({ permissions: { purge }, onePurgeAtATime }: SoftDeleteService): string {
  if (purge === undefined) {
    return "no";
  }
  return onePurgeAtATime === undefined ? "yes" : "yes, one at a time";
}

function permissions({ permissions: { list, recover, purge } }: SoftDeleteService): string {
  const one = (what: string, permission: RequiredPermission | undefined): string[] =>
    permission === undefined
      ? []
      : allRequired(permission).map(
          ({ action, scope, role }) =>
            `${what}: \`${action}\` at the ${scope === "subscription" ? "subscription" : "resource group"} (${role})`,
        );
  return [...one("list", list), ...one("recover", recover), ...one("purge", purge)].join("<br>");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s+/g, " ").trim();
}
