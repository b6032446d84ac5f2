package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.crds.GeneratedNames;
import io.mailhelm.crds.MailDomain;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The labels of the objects that the operator makes. */
public final class Labels {
  public static final String NAME = "app.kubernetes.io/name";
  public static final String INSTANCE = "app.kubernetes.io/instance";
  public static final String COMPONENT = "app.kubernetes.io/component";
  public static final String PART_OF = "app.kubernetes.io/part-of";
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** The value of {@link #MANAGED_BY}: selects everything the operator made. */
  public static final String OPERATOR = "mailhelm-operator";

  /** On a namespace whose pods may ask servers for their metrics, with {@link #SCRAPES}. */
  public static final String METRICS = "mailhelm.io/metrics";

  /** The value of {@link #METRICS}. */
  public static final String SCRAPES = "scrape";

  private static final String MAILHELM = "mailhelm";
  private static final String SMTP_SERVER = "smtp-server";

  private Labels() {}

  /** All labels of an object that belongs to this MailDomain. */
  public static SortedMap<String, String> of(MailDomain domain) {
    return of(ObjectNames.of(domain));
  }

  /** What selects a MailDomain's pods. A StatefulSet's selector is immutable: never change it. */
  public static SortedMap<String, String> selector(MailDomain domain) {
    return GeneratedNames.podLabels(ObjectNames.of(domain));
  }

  static SortedMap<String, String> of(String d) {
    var labels = new TreeMap<>(describing(d));
    labels.put(MANAGED_BY, OPERATOR);
    return labels;
  }

  /**
   * Our labels and those that a MailDomain adds, null where it adds none. Added labels never
   * replace ours.
   */
  static SortedMap<String, String> with(Map<String, String> ours, Map<String, String> added) {
    var labels = new TreeMap<>(Objects.requireNonNullElse(added, Map.<String, String>of()));
    labels.putAll(ours);
    return labels;
  }

  /** The labels that describe an object which somebody else makes on our behalf. */
  static SortedMap<String, String> describing(String d) {
    return new TreeMap<>(
        Map.of(NAME, MAILHELM, INSTANCE, d, COMPONENT, SMTP_SERVER, PART_OF, MAILHELM));
  }

  /**
   * Whether the operator made this object for the MailDomain {@code d}. An object of such a name
   * that the operator did not make is somebody else's, or cert-manager's: it is read and never
   * written.
   */
  public static boolean areOurs(HasMetadata object, String d) {
    return areOurs(object) && d.equals(object.getMetadata().getLabels().get(INSTANCE));
  }

  /**
   * Whether an object has all labels that the operator gives to objects of the MailDomain {@code
   * d}.
   */
  public static boolean areAll(HasMetadata object, String d) {
    var labels = object.getMetadata().getLabels();
    return labels != null && labels.entrySet().containsAll(of(d).entrySet());
  }

  /** Whether the operator made this object, for whichever MailDomain. */
  public static boolean areOurs(HasMetadata object) {
    var labels = object.getMetadata().getLabels();
    return labels != null && OPERATOR.equals(labels.get(MANAGED_BY));
  }
}
