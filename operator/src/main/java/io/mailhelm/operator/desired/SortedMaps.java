package io.mailhelm.operator.desired;

import java.util.SortedMap;
import java.util.TreeMap;

/** Makes maps sorted by key, for objects whose kinds have no Java type. */
final class SortedMaps {
  private SortedMaps() {}

  /** A map of key, value, key, value. */
  static SortedMap<String, Object> map(String key, Object value, Object... more) {
    var map = new TreeMap<String, Object>();
    map.put(key, value);
    for (int i = 0; i < more.length; i += 2) {
      map.put((String) more[i], more[i + 1]);
    }
    return map;
  }
}
