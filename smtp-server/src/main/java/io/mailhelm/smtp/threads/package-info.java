/**
 * Threads that must live as long as the process: {@code /livez} fails when one has ended by a
 * fault. Depends on nothing of ours.
 */
package io.mailhelm.smtp.threads;
