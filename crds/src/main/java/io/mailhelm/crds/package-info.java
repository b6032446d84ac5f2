/**
 * What people declare: MailDomain, MailUser and SendPolicy, group {@code mailhelm.io}.
 *
 * <p>These types are the only place where a field is described, bounded and given its default. The
 * CRDs, {@code kubectl explain} and the reference page are generated from them. A component is null
 * where the resource says nothing; the compiler is the one that reads them and lets no null out.
 */
package io.mailhelm.crds;
