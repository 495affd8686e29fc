import type { ArmResponse } from "./armResponse";
import { guidOf } from "./guid";
import { textsAt, type Json, type JsonObject } from "./json";
import type { DenyPolicy } from "./scenario";
import { same } from "./subscriptionState";

/** What a request is about to make or change. */
interface Target {
  readonly type: string;
  readonly name: string;
  readonly resourceGroup: string;
}

const groupType = "Microsoft.Resources/subscriptions/resourceGroups";

/** The policies assigned in one subscription that deny something; they come and go. */
export class Policies {
  private readonly assigned: DenyPolicy[];

  constructor(
    private readonly subscriptionId: string,
    assigned: readonly DenyPolicy[],
  ) {
    this.assigned = [...assigned];
  }

  assign(policy: DenyPolicy): void {
    this.assigned.push(policy);
  }

  remove(name: string): void {
    const index = this.assigned.findIndex((policy) => same(policy.name, name));
    if (index < 0) {
      throw new Error(`There is no policy ${name}`);
    }
    this.assigned.splice(index, 1);
  }

  /**
   * The refusal of a PUT that a policy denies. It judges the body as it comes, so that a tag which
   * the deleted resource had is missing from a recovery that does not send it again.
   * Source: https://learn.microsoft.com/azure/governance/policy/concepts/effect-deny
   */
  refusal(method: string, path: string, body: Json | undefined): ArmResponse | undefined {
    const target = method === "PUT" ? targetOf(path) : undefined;
    if (target === undefined) {
      return undefined;
    }
    const violated = this.assigned.filter((policy) =>
      denies(policy, target, textsAt(body, "tags")),
    );
    return violated.length === 0 ? undefined : this.disallowed(target, violated);
  }

  /**
   * Sources: https://learn.microsoft.com/azure/automation/enforce-job-execution-hybrid-worker has
   * the whole answer, and
   * https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-policy-requestdisallowedbypolicy
   */
  private disallowed({ type, name }: Target, violated: readonly DenyPolicy[]): ArmResponse {
    const identifiers = violated.map((policy) => ({
      policyAssignment: { name: policy.displayName, id: this.assignmentId(policy) },
      policyDefinition: { name: definitionOf(policy), id: this.definitionId(policy) },
    }));
    return {
      status: 403,
      body: {
        error: {
          code: "RequestDisallowedByPolicy",
          target: name,
          message: `Resource '${name}' was disallowed by policy. Policy identifiers: '${JSON.stringify(identifiers)}'.`,
          additionalInfo: violated.map((policy) => ({
            type: "PolicyViolation",
            info: this.violation(policy, type),
          })),
        },
      },
    };
  }

  private violation(policy: DenyPolicy, type: string): JsonObject {
    return {
      policyDefinitionDisplayName: definitionOf(policy),
      evaluationDetails: { evaluatedExpressions: evaluated(policy, type) },
      policyDefinitionId: this.definitionId(policy),
      policyDefinitionName: guidOf(definitionOf(policy)),
      policyDefinitionEffect: "deny",
      policyAssignmentId: this.assignmentId(policy),
      policyAssignmentName: policy.name,
      policyAssignmentDisplayName: policy.displayName,
      policyAssignmentScope: this.scopeOf(policy),
      policyAssignmentParameters: {},
    };
  }

  private scopeOf({ resourceGroup }: DenyPolicy): string {
    const subscription = `/subscriptions/${this.subscriptionId}`;
    return resourceGroup === undefined
      ? subscription
      : `${subscription}/resourceGroups/${resourceGroup}`;
  }

  private assignmentId(policy: DenyPolicy): string {
    return `${this.scopeOf(policy)}/providers/Microsoft.Authorization/policyAssignments/${policy.name}`;
  }

  private definitionId(policy: DenyPolicy): string {
    return `/subscriptions/${this.subscriptionId}/providers/Microsoft.Authorization/policyDefinitions/${guidOf(definitionOf(policy))}`;
  }
}

function definitionOf({ definition, displayName }: DenyPolicy): string {
  return definition ?? displayName;
}

/** A resource in a group, or a group itself: what is addressed otherwise has no tags. */
function targetOf(path: string): Target | undefined {
  const group = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)$/i.exec(path)?.[1];
  if (group !== undefined) {
    return { type: groupType, name: group, resourceGroup: group };
  }
  const found = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/providers\/([^/]+)\/(.+)$/i.exec(
    path,
  );
  const [, resourceGroup = "", namespace = "", rest = ""] = found ?? [];
  const segments = rest.split("/");
  return found === null || segments.length % 2 === 1
    ? undefined
    : {
        type: [namespace, ...segments.filter((_, index) => index % 2 === 0)].join("/"),
        name: segments.filter((_, index) => index % 2 === 1).join("/"),
        resourceGroup,
      };
}

function denies(
  { requiredTag, resourceGroup, resourceType }: DenyPolicy,
  target: Target,
  tags: Readonly<Record<string, string>>,
): boolean {
  const isOfType =
    resourceType === undefined ? target.type !== groupType : same(resourceType, target.type);
  const isInScope = resourceGroup === undefined || same(resourceGroup, target.resourceGroup);
  const hasTag =
    requiredTag !== undefined && Object.keys(tags).some((name) => same(name, requiredTag));
  return isOfType && isInScope && !hasTag;
}

function evaluated({ requiredTag }: DenyPolicy, type: string): readonly JsonObject[] {
  const field = { result: "True", expressionKind: "Field" };
  return [
    {
      ...field,
      expression: "type",
      path: "type",
      expressionValue: type,
      targetValue: type,
      operator: "Equals",
    },
    ...(requiredTag === undefined
      ? []
      : [
          {
            ...field,
            expression: `tags[${requiredTag}]`,
            path: `tags[${requiredTag}]`,
            targetValue: "false",
            operator: "Exists",
          },
        ]),
  ];
}
