import type { DispositionNode } from "@/shared/wire";

/** The way to every result that can be chosen: only leaves can. */
export function leaves(
  nodes: DispositionNode[],
  above: DispositionNode[] = [],
): DispositionNode[][] {
  return nodes.flatMap((node) => {
    const path = [...above, node];
    return node.children.length ? leaves(node.children, path) : [path];
  });
}
