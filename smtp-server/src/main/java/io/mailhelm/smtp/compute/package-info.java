/** Long computations, kept off the carriers of virtual threads. It knows nothing of mail. */
package io.mailhelm.smtp.compute;
