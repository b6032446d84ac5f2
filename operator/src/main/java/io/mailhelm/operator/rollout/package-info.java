/**
 * Rolls configs out to the servers' pods: tells them of a new one, and asks them which one they
 * run.
 */
package io.mailhelm.operator.rollout;
