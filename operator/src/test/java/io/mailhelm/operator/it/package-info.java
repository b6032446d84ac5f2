/**
 * The operator against a real API server: {@link io.mailhelm.operator.it.KubeApi} starts it, {@link
 * io.mailhelm.operator.it.PlayedNode} plays what would need a machine.
 */
package io.mailhelm.operator.it;
