/**
 * The program {@code mailhelm} in the image of the server: its commands ask the server of the same
 * pod, with what is mounted there. It runs beside that server within its memory, so it loads
 * little: no Quarkus, no resources, no Kubernetes client.
 */
package io.mailhelm.cli.pod;
