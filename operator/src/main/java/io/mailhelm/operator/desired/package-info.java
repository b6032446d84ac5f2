/**
 * One pure class per Kubernetes object: values in, an object out. Equal values give equal YAML. No
 * client, clock, file, socket, logger or randomness. Every field that the API server would write in
 * another form is written in that form, so that server-side apply of an unchanged object changes
 * nothing.
 */
package io.mailhelm.operator.desired;
