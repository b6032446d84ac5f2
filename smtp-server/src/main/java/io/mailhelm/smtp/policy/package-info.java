/**
 * Applies a SendPolicy: as which addresses a user may send, and to which. Pure: it decides, {@code
 * receive} answers.
 */
package io.mailhelm.smtp.policy;
