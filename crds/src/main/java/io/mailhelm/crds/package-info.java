/**
 * The resources that people declare: MailDomain, MailUser and SendPolicy, group {@code
 * mailhelm.io}.
 *
 * <p>These types are the only place where a field is described, bounded and given its default. The
 * CRDs, {@code kubectl explain} and the reference page are generated from them. A component is null
 * where the resource declares nothing. Only the compiler reads them, and it passes no null on.
 */
package io.mailhelm.crds;
