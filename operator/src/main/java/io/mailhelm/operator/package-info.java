/** Makes the cluster match what is declared. */
package io.mailhelm.operator;
