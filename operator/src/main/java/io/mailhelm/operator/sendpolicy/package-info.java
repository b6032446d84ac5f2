/**
 * Reconciles SendPolicies: their status says how many users they govern and whether they are in
 * force.
 */
package io.mailhelm.operator.sendpolicy;
