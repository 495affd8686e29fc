import * as vscode from "vscode";
import { contextFlags } from "../../ids";
import { itemKey, type InventoryItem } from "../../recovery/inventorySnapshot";
import type { Operation } from "../../recovery/operation";
import { isRefusal, recoverRefusal, type SoftDeleteService } from "../../services/service";
import {
  deletedWhen,
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

/** What a row's looks depend on besides the resource itself. */
export interface Surroundings {
  /** Names of the groups that exist, lower-case; undefined where that is not known. */
  readonly resourceGroups: ReadonlySet<string> | undefined;
  /** Another deletion of the same name stands beside it, so that the row must tell which it is. */
  readonly isNameShared: boolean;
}

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
    private readonly around: Surroundings,
  ) {
    const { resource } = inventoryItem;
    this.id = itemKey(inventoryItem);
    this.#standing = standingOf(resource, {
      busy: operation !== undefined,
      recoverable: recoverRefusal(service, resource) === undefined,
      warnHours,
      now,
    });
    this.#description =
      operation === undefined
        ? [...(around.isNameShared ? [deletedWhen(resource)] : []), summaryOf(resource, now)].join(
            " · ",
          )
        : progressText(operation);
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
      ...factsOf(resource, this.service, this.now, this.around.resourceGroups),
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
    const { resource } = this.inventoryItem;
    return [
      contextFlags.deletedResource,
      ...(recoverRefusal(this.service, resource) === undefined ? [contextFlags.recover] : []),
      ...(isRefusal(this.service.purge(resource)) ? [] : [contextFlags.purge]),
    ];
  }
}
