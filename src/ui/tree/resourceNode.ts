import * as vscode from "vscode";
import { contextFlags } from "../../ids";
import { itemKey, type InventoryItem } from "../../recovery/inventory";
import type { Operation } from "../../recovery/operation";
import { isRefusal } from "../../recovery/planner";
import type { SoftDeleteService } from "../../services/service";
import {
  factsOf,
  iconOf,
  standingOf,
  standingText,
  summaryOf,
  tooltipOf,
  type Standing,
} from "../appearance";
import { progressText } from "../operations/progressText";
import { label } from "../text";
import type { TreeNode } from "./nodes";

/** A deleted resource. */
export class ResourceNode implements TreeNode {
  readonly children: readonly TreeNode[] = [];
  readonly id: string;
  readonly signature: string;
  readonly #standing: Standing;
  readonly #description: string;

  constructor(
    readonly inventoryItem: InventoryItem,
    private readonly service: SoftDeleteService,
    private readonly operation: Operation | undefined,
    warnHours: number,
    private readonly now: number,
  ) {
    const { resource } = inventoryItem;
    this.id = itemKey(inventoryItem);
    this.#standing = standingOf(resource, operation !== undefined, warnHours, now);
    this.#description =
      operation === undefined ? summaryOf(resource, now) : progressText(operation);
    this.signature = `${this.#standing}|${this.#description}`;
  }

  item(): vscode.TreeItem {
    const { resource } = this.inventoryItem;
    const item = new vscode.TreeItem(label(resource.name), vscode.TreeItemCollapsibleState.None);
    item.id = this.id;
    item.description = this.#description;
    item.iconPath = iconOf(this.#standing);
    item.contextValue = this.#flags().join(";");
    item.tooltip = tooltipOf(resource.name, [
      [vscode.l10n.t("State"), this.#state()],
      ...factsOf(resource, this.service, this.now),
    ]);
    item.accessibilityInformation = {
      label: [
        label(resource.name),
        vscode.l10n.t("deleted {0}", this.service.noun(resource)),
        this.#state(),
        this.#description,
      ].join(", "),
    };
    return item;
  }

  /** In words there is room for both: the icon shows only the more urgent. */
  #state(): string {
    const isAlsoProtected =
      this.inventoryItem.resource.purgeProtected && this.#standing !== "protected";
    return [this.#standing, ...(isAlsoProtected ? (["protected"] as const) : [])]
      .map(standingText)
      .join(", ");
  }

  #flags(): readonly string[] {
    if (this.operation !== undefined) {
      return [contextFlags.deletedResource];
    }
    const refused = isRefusal(this.service.purge(this.inventoryItem.resource));
    return [
      contextFlags.deletedResource,
      contextFlags.recover,
      ...(refused ? [] : [contextFlags.purge]),
    ];
  }
}
