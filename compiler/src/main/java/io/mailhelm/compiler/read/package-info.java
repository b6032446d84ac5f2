/**
 * Reads text into typed resources: YAML within safe limits, checked against the generated CRD
 * schemas and given their defaults, as by an API server.
 *
 * <p>Pure: takes texts, gives resources and problems. A Secret's content never reaches a message.
 */
package io.mailhelm.compiler.read;
