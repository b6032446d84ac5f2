/** Reconciles MailUsers: their Secret, their status, their deletion. */
package io.mailhelm.operator.mailuser;
