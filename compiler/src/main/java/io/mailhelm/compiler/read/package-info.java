/**
 * Text into typed resources: YAML with safe bounds, checked against the generated CRD schemas and
 * given their defaults, as an API server would.
 *
 * <p>Pure: texts come in, resources and problems go out. A Secret's content never reaches a
 * message.
 */
package io.mailhelm.compiler.read;
