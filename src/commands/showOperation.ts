import type { DetailsDocuments } from "../ui/details/detailsDocuments";
import { actionTitle } from "../ui/actionWords";
import { OperationNode } from "../ui/operations/operationNode";
import { operationReport } from "../ui/operations/operationReport";

/** Show Details of an operation in its current state. */
export async function showOperation(
  { details }: { readonly details: DetailsDocuments },
  node: unknown,
): Promise<void> {
  if (node instanceof OperationNode) {
    const { plan, id } = node.operation;
    await details.show({
      name: actionTitle(plan.action, plan.subject.name),
      key: id,
      text: operationReport(node.operation, { bodies: true }),
    });
  }
}
