/**
 * What is done over and over beside the reconciler: one virtual thread each, few at work at once.
 */
package io.mailhelm.operator.rounds;
