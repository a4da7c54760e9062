"""Emoji by the short names that messages use; a name that is not here stays as it was typed."""

import re
from collections.abc import Mapping

_TABLE = """
+1 👍  -1 👎  thumbsup 👍  thumbsdown 👎  wave 👋  clap 👏  raised_hands 🙌  pray 🙏  muscle 💪  ok_hand 👌
point_right 👉  point_left 👈  point_up 👆  point_down 👇  eyes 👀  handshake 🤝  writing_hand ✍️  brain 🧠
smile 😄  smiley 😃  grinning 😀  grin 😁  joy 😂  slightly_smiling_face 🙂  wink 😉  blush 😊  thinking_face 🤔
thinking 🤔  neutral_face 😐  worried 😟  cry 😢  sob 😭  scream 😱  sweat_smile 😅  sunglasses 😎  partying_face 🥳
heart ❤️  blue_heart 💙  green_heart 💚  yellow_heart 💛  broken_heart 💔  fire 🔥  star ⭐  star2 🌟  sparkles ✨
tada 🎉  confetti_ball 🎊  balloon 🎈  gift 🎁  trophy 🏆  medal 🏅  first_place_medal 🥇  second_place_medal 🥈
third_place_medal 🥉  dart 🎯  rocket 🚀  airplane ✈️  ship 🚢  boat ⛵  sailboat ⛵  anchor ⚓  compass 🧭
white_check_mark ✅  heavy_check_mark ✔️  ballot_box_with_check ☑️  x ❌  negative_squared_cross_mark ❎
warning ⚠️  rotating_light 🚨  no_entry ⛔  no_entry_sign 🚫  octagonal_sign 🛑  exclamation ❗  question ❓
bangbang ‼️  information_source ℹ️  bulb 💡  bell 🔔  no_bell 🔕  mega 📣  loudspeaker 📢  speech_balloon 💬
red_circle 🔴  large_orange_circle 🟠  orange_circle 🟠  large_yellow_circle 🟡  yellow_circle 🟡
large_green_circle 🟢  green_circle 🟢  large_blue_circle 🔵  blue_circle 🔵  large_purple_circle 🟣
white_circle ⚪  black_circle ⚫  red_square 🟥  large_red_square 🟥  large_orange_square 🟧  large_yellow_square 🟨
large_green_square 🟩  large_blue_square 🟦  white_large_square ⬜  black_large_square ⬛  small_red_triangle 🔺
small_red_triangle_down 🔻  small_blue_diamond 🔹  small_orange_diamond 🔸
arrow_up ⬆️  arrow_down ⬇️  arrow_right ➡️  arrow_left ⬅️  arrow_upper_right ↗️  arrow_lower_right ↘️
arrow_heading_up ⤴️  arrow_heading_down ⤵️  arrows_counterclockwise 🔄  repeat 🔁  left_right_arrow ↔️
chart_with_upwards_trend 📈  chart_with_downwards_trend 📉  bar_chart 📊  clipboard 📋  memo 📝  pencil 📝
pencil2 ✏️  page_facing_up 📄  file_folder 📁  open_file_folder 📂  books 📚  book 📖  bookmark 🔖  link 🔗
paperclip 📎  pushpin 📌  round_pushpin 📍  calendar 📆  date 📅  spiral_calendar_pad 🗓️  alarm_clock ⏰
hourglass ⌛  hourglass_flowing_sand ⏳  stopwatch ⏱️  clock1 🕐  clock9 🕘  zzz 💤  sleeping 😴
mag 🔍  mag_right 🔎  lock 🔒  unlock 🔓  key 🔑  gear ⚙️  wrench 🔧  hammer 🔨  hammer_and_wrench 🛠️  bug 🐛
robot_face 🤖  ghost 👻  computer 💻  iphone 📱  email 📧  envelope ✉️  inbox_tray 📥  outbox_tray 📤  package 📦
moneybag 💰  credit_card 💳  euro 💶  dollar 💵  chart 💹  office 🏢  house 🏠  earth_africa 🌍  globe_with_meridians 🌐
sunny ☀️  partly_sunny ⛅  cloud ☁️  rain_cloud 🌧️  thunder_cloud_and_rain ⛈️  snowflake ❄️  umbrella ☔  rainbow 🌈
ocean 🌊  seedling 🌱  evergreen_tree 🌲  herb 🌿  four_leaf_clover 🍀  maple_leaf 🍁  coffee ☕  tea 🍵  beers 🍻
pizza 🍕  cake 🍰  birthday 🎂  apple 🍎  checkered_flag 🏁  triangular_flag_on_post 🚩  flags 🎏  dash 💨  boom 💥
zap ⚡  heavy_plus_sign ➕  heavy_minus_sign ➖  100 💯  new 🆕  soon 🔜  top 🔝  up 🆙  ok 🆗  free 🆓  sos 🆘
one 1️⃣  two 2️⃣  three 3️⃣  four 4️⃣  five 5️⃣  six 6️⃣  seven 7️⃣  eight 8️⃣  nine 9️⃣  keycap_ten 🔟  zero 0️⃣
"""
_WORDS = _TABLE.split()
EMOJI: Mapping[str, str] = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
_NAME = re.compile(r":([a-z0-9_+-]+):(?::?skin-tone-[2-6]:)?")


def with_emoji(text: str) -> str:
    """Text with the short names that are known replaced by the characters."""
    return _NAME.sub(lambda found: EMOJI.get(found[1], found[0]), text) if ":" in text else text


def emoji_named(name: str, codes: str | None = None) -> str:
    """One emoji by its name, or by its code points such as `1f44d-1f3fb`; else `:name:`."""
    try:
        if codes:
            return "".join(chr(int(code, 16)) for code in codes.split("-"))
    except (ValueError, OverflowError):
        return f":{name}:"
    return EMOJI.get(name.partition("::")[0], f":{name}:")
