/**
 * Threads that must live as long as the process: one that ends by a fault is told of by {@code
 * /livez}. Depends on nothing of ours.
 */
package io.mailhelm.smtp.threads;
