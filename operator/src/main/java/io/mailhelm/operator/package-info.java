/**
 * The operator's entry point: its settings, its election, and what an administrator grants. The
 * packages below make the cluster match what is declared.
 */
package io.mailhelm.operator;
