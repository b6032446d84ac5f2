package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.mailhelm.config.ConfigDocument;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Notes on a StatefulSet which config formats its pods' image reads. The note is kept with the
 * template that names the image, so that both change in one write, and so that it is known of pods
 * that do not run.
 */
public final class ConfigFormats {
  private static final Pattern NUMBERS = Pattern.compile("[0-9]{1,4}(,[0-9]{1,4})*");

  private ConfigFormats() {}

  /** What a StatefulSet has noted; empty: nothing that can be read. */
  public static Optional<List<Integer>> of(StatefulSet there) {
    return Optional.ofNullable(there.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(Annotations.FORMATS))
        .filter(text -> NUMBERS.matcher(text).matches())
        .map(text -> Stream.of(text.split(",")).map(Integer::valueOf).toList());
  }

  /**
   * What to note on a StatefulSet that is to be applied. For an image that is there already: what
   * was noted of it. For the operator's own image: the formats of this version. For another image
   * that the owner names nothing is known until its pods say so.
   *
   * @param there the StatefulSet as it is; empty: there is none
   */
  public static Optional<String> of(ServerShape shape, Optional<StatefulSet> there) {
    var image = ServerContainer.image(shape);
    if (there.map(ServerContainer::appliedImage).equals(Optional.of(image))) {
      return there.flatMap(ConfigFormats::of).map(ConfigFormats::text);
    }
    return shape.spec().image() == null || image.equals(shape.image().name())
        ? Optional.of(text(ConfigDocument.FORMATS))
        : Optional.empty();
  }

  private static String text(List<Integer> formats) {
    return formats.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
