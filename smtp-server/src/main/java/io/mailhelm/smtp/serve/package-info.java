/**
 * The server put together, run, and taken apart in the opposite order: what a laptop's {@code
 * serve} and a pod have in common. Where the config comes from is theirs.
 */
package io.mailhelm.smtp.serve;
