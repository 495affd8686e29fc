import * as vscode from "vscode";
import { contextFlags } from "../ids";
import { itemKey, type InventoryItem } from "../../inventory/inventorySnapshot";
import type { Operation } from "../../operations/operation";
import { isRefusal, type SoftDeleteService } from "../../services/service";
import { deletedWhen, iconOf, itemStatus, itemStatusText, type ItemStatus } from "../appearance";
import { progressText } from "../operations/progressText";
import { summaryOf, type OmittedPart } from "../summaries";
import { label } from "../text";
import type { TreeNode } from "../treeNode";
import { Recoverability } from "./recoverability";

/** What a row shows besides the resource itself. */
export interface RowContext {
  /** Names of the groups that exist, lower-case; undefined where that is not known. */
  readonly resourceGroups: ReadonlySet<string> | undefined;
  /** Another deletion of the same name is beside it, so that the row must tell them apart. */
  readonly isNameShared: boolean;
  readonly recoverability: Recoverability;
  /** Set where the row is not below its subscription and service, so that it must name them. */
  readonly elsewhere?: {
    /** What the parent row says already. */
    readonly omitted: OmittedPart | undefined;
    /** Undefined where there is only one. */
    readonly subscription: string | undefined;
  };
}

interface Appearance {
  readonly status: ItemStatus;
  readonly description: string;
}

export class ResourceNode implements TreeNode {
  readonly children: readonly TreeNode[] = [];
  readonly id: string;
  #appearance: Appearance | undefined;

  constructor(
    readonly inventoryItem: InventoryItem,
    readonly service: SoftDeleteService,
    private readonly operation: Operation | undefined,
    private readonly warnHours: number,
    private readonly now: number,
    readonly context: RowContext,
  ) {
    this.id = itemKey(inventoryItem);
  }

  get signature(): string {
    const { status, description } = this.#shown();
    return `${status}|${description}`;
  }

  /** Without a tooltip: that is made when the pointer is over the row. */
  item(): vscode.TreeItem {
    const { resource } = this.inventoryItem;
    const { status, description } = this.#shown();
    const item = new vscode.TreeItem(label(resource.name), vscode.TreeItemCollapsibleState.None);
    item.id = this.id;
    item.description = description;
    item.iconPath = iconOf(status);
    item.contextValue = this.#flags().join(";");
    item.accessibilityInformation = {
      label: [
        label(resource.name),
        vscode.l10n.t("deleted {0}", this.service.noun(resource)),
        this.state(),
        description,
      ].join(", "),
    };
    return item;
  }

  /** In words there is room for both states; the icon shows only the more urgent. */
  state(): string {
    const { status } = this.#shown();
    const isAlsoProtected = this.inventoryItem.resource.purgeProtected && status !== "protected";
    return [status, ...(isAlsoProtected ? (["protected"] as const) : [])]
      .map(itemStatusText)
      .join(", ");
  }

  /** Created lazily: of thousands of rows, most are never drawn. */
  #shown(): Appearance {
    const { operation, warnHours, now } = this;
    this.#appearance ??= {
      status: itemStatus(this.inventoryItem.resource, {
        busy: operation !== undefined,
        recoverable: this.#isRecoverable(),
        warnHours,
        now,
      }),
      description: operation === undefined ? this.#facts().join(" · ") : progressText(operation),
    };
    return this.#appearance;
  }

  #isRecoverable(): boolean {
    return this.context.recoverability.isRecoverable(this.service, this.inventoryItem.resource);
  }

  #facts(): readonly string[] {
    const { resource } = this.inventoryItem;
    const { isNameShared, elsewhere } = this.context;
    return [
      summaryOf(resource, this.now, {
        omitted: elsewhere?.omitted,
        deletedWhen: isNameShared ? deletedWhen(resource) : undefined,
      }),
      ...(elsewhere === undefined ? [] : [this.service.noun(resource)]),
      ...(elsewhere?.subscription === undefined ? [] : [elsewhere.subscription]),
    ];
  }

  #flags(): readonly string[] {
    if (this.operation !== undefined) {
      return [contextFlags.deletedResource];
    }
    const { resource } = this.inventoryItem;
    return [
      contextFlags.deletedResource,
      ...(this.#isRecoverable() ? [contextFlags.recover] : []),
      ...(isRefusal(this.service.purge(resource)) ? [] : [contextFlags.purge]),
    ];
  }
}

/** The deleted resources that a row shows, or that are below it. */
export function resourcesBelow(node: TreeNode): readonly ResourceNode[] {
  return node instanceof ResourceNode ? [node] : node.children.flatMap(resourcesBelow);
}

/** A row for an item, as a command's argument. */
export function rowFor(item: InventoryItem, service: SoftDeleteService, now: number): ResourceNode {
  return new ResourceNode(item, service, undefined, 0, now, {
    resourceGroups: undefined,
    isNameShared: false,
    recoverability: new Recoverability(),
  });
}
