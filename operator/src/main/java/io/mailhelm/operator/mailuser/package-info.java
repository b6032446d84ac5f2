/** MailUsers: their Secret, their status, their departure. */
package io.mailhelm.operator.mailuser;
