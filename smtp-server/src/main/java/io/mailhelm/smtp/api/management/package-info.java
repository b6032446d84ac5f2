/** The management API (3001): the inbox, users, health and the config that runs. */
package io.mailhelm.smtp.api.management;
