package io.mailhelm.operator.desired;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The names of the annotations that the operator writes on its own objects. */
public final class Annotations {
  /**
   * On a pod, patched and never in the template: the hash of the config its volume should show. Any
   * change of a pod makes its kubelet refresh the volume now instead of within a minute or so.
   */
  public static final String CONFIG_HASH = "mailhelm.io/config-hash";

  /** On a pod: when it was last told. It changes where the hash does not. */
  public static final String TOLD_AT = "mailhelm.io/told-at";

  /** On a StatefulSet: {@link PodRevision#declared} of what was last applied. */
  public static final String DECLARED = "mailhelm.io/declared";

  /** On a StatefulSet: {@link PodRevision#template} of what was last applied. */
  public static final String TEMPLATE = "mailhelm.io/template";

  /**
   * On a StatefulSet: the image that was last applied. Where the template has another, somebody set
   * it by hand.
   */
  public static final String IMAGE = "mailhelm.io/image";

  /** On a StatefulSet: since when it is being upgraded; removed once all its pods are ready. */
  public static final String UPGRADING = "mailhelm.io/upgrading-since";

  /**
   * On a StatefulSet: the value of {@code mailhelm.io/upgrade} that was taken last; it takes no
   * other upgrade.
   */
  public static final String UPGRADE_TAKEN = "mailhelm.io/upgrade-taken";

  /**
   * On a StatefulSet that is being upgraded: where its pods do not come up, that may be its owner's
   * doing, and says little of the image.
   */
  public static final String OWNERS_CAUSE = "mailhelm.io/owners-cause";

  /**
   * On a StatefulSet: the config formats that the image last applied reads, separated by commas;
   * absent where that is not known.
   */
  public static final String FORMATS = "mailhelm.io/config-formats";

  /**
   * For objects that have no owner and outlive their MailDomain. An Argo CD that tracks by the
   * label {@code app.kubernetes.io/instance} takes an object without an owner for a part of the
   * application of that name, compares it with Git, and deletes what is not there: these keep it
   * from that.
   */
  public static final SortedMap<String, String> KEPT =
      Collections.unmodifiableSortedMap(
          new TreeMap<>(
              Map.of(
                  "argocd.argoproj.io/compare-options",
                  "IgnoreExtraneous",
                  "argocd.argoproj.io/sync-options",
                  "Prune=false,Delete=false")));

  private Annotations() {}
}
