package io.mailhelm.crds;

/**
 * The messages of the schemas' CEL rules. On a laptop no API server evaluates these rules: there
 * the compiler checks the same and uses the same messages.
 */
public final class SchemaRules {
  public static final String ONE_SERVER =
      "set exactly one of server (run pods) and serverRef (live on another MailDomain's)";
  public static final String SERVER_FORM_FIXED =
      "server and serverRef cannot be exchanged later: delete the MailDomain and declare it anew";

  /** Why the form is fixed: a domain's mail is on the servers that it lives on. */
  public static final String SERVER_REF_FIXED =
      "serverRef cannot be changed: mail does not move by itself; declare another MailDomain";

  public static final String DOMAIN_FIXED =
      "domain cannot be changed: declare another MailDomain for the new domain";

  /**
   * Why names are bounded: the Secret {@code <name>-smtp} and labels are named after a MailUser.
   */
  public static final String MAIL_USER_NAME =
      "metadata.name of a MailUser has at most 63 characters";

  public static final String MAIL_DOMAIN_NAME =
      "metadata.name of a MailDomain is a DNS label of at most 40 characters: use lower-case"
          + " letters, digits and inner hyphens";

  public static final String SERVER_NAME =
      "metadata.name of a MailDomain with a server begins with a letter, as the names of its"
          + " Services must (RFC 1035 §2.3.1)";

  public static final String LOOPBACK_NEEDS_CAPTURE =
      "auth: LoopbackOptional is only for a domain with outbound: Capture, where nothing can leave";
  public static final String REPLICAS_NEED_DATABASE =
      "replicas above 1 need database: the embedded store is one file for one pod";
  public static final String DATABASE_FIXED =
      "database cannot be added or removed later: mail does not move between stores by itself";
  public static final String SIZE = "must be a size of more than nothing: write e.g. 25Mi or 10Gi";
  public static final String LISTENER_NAMES = "every listener needs a name of its own";
  public static final String TRAFFIC_POLICY =
      "externalTrafficPolicy is for LoadBalancer and NodePort: remove it for ClusterIP";
  public static final String SOURCE_RANGES =
      "loadBalancerSourceRanges is for LoadBalancer: remove it for NodePort and ClusterIP";
  public static final String NODE_PORTS =
      "nodePorts is for LoadBalancer and NodePort: remove it for ClusterIP";
  public static final String NODE_PORTS_ONCE =
      "every port has one port of the nodes, and each of those leads to one port";
  public static final String TWO_FAMILIES =
      "two ipFamilies need ipFamilyPolicy: PreferDualStack or RequireDualStack";
  public static final String FAMILIES_ONCE = "name each of ipFamilies once";
  public static final String VARIABLE_NAMES = "name every variable once";
  public static final String ONE_TLS_SOURCE =
      "set at most one of tls.secretRef, tls.issuerRef and tls.files";
  public static final String SELECTOR_NEEDS_SECRET =
      "dkim.selector names the key in dkim.secretRef: set both, or remove it";
  public static final String SECRET_NEEDS_SELECTOR =
      "dkim.secretRef needs dkim.selector, the name its record has in DNS";
  public static final String REDIRECT =
      "redirectTo goes with others: Redirect: set both, or neither";
  public static final String ONE_SIEVE = "set at most one of sieve and sieveRef";
  public static final String DOMAIN_REF_FIXED =
      "domainRef cannot be changed: a mailbox belongs to its domain; declare another MailUser";
  public static final String LOCAL_PART_FIXED =
      "localPart cannot be changed, added or removed: declare another MailUser, or add an alias";

  /** CEL for a quantity above zero; a type that accepts integers and text cannot have a pattern. */
  static final String IS_SIZE =
      "!string(self).matches('[eE][+-]?[0-9]{3}') && isQuantity(string(self)) &&"
          + " quantity(string(self)).isGreaterThan(quantity('0'))";

  private SchemaRules() {}
}
