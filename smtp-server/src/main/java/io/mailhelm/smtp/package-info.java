/**
 * The mail server: it receives, stores and sends. The packages follow the life of a message: {@code
 * listen}, {@code receive}, {@code auth}, {@code policy}, {@code deliver}, {@code store}, {@code
 * api}. It never sees Kubernetes.
 */
package io.mailhelm.smtp;
