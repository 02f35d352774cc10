/**
 * What went wrong, in 简体中文: for each code of the SDK a title (what happened) and a text (what to do).
 */

import type { failures as english } from './en-failures.ts'

export const failures: typeof english = {
  'microphone-refused': { title: '麦克风被禁用了', text: '请在地址栏旁的网站设置里允许使用麦克风，然后重试。' },
  'microphone-none': { title: '没有找到麦克风', text: '请插上或打开麦克风，然后重试。' },
  'microphone-busy': {
    title: '麦克风正被占用',
    text: '另一个应用正在使用它。请关闭那个应用，或选择另一个麦克风，然后重试。',
  },
  'microphone-failed': { title: '麦克风无法使用', text: '请重试，或选择另一个麦克风。' },
  'page-insecure': {
    title: '这个页面不安全',
    text: '浏览器只允许安全的页面通话。请用以 https:// 开头的同一个链接打开。',
  },
  'browser-unsupported': {
    title: '这个浏览器不支持',
    text: '请用新版的 Chrome、Edge、Firefox 或 Safari 打开链接。',
  },
  'audio-failed': { title: '声音没能启动', text: '请重新加载页面。如果还不行，请重启浏览器。' },
  unreachable: { title: '连不上 Earshot', text: '请检查网络，然后重试。' },
  'wrong-link': { title: '这个链接打不开房间', text: '链接有一部分不对。请重新索要邀请，并打开完整的链接。' },
  'room-unknown': { title: '没有这个房间', text: '链接可能有误。请重新索要邀请。' },
  'rooms-closed': { title: '这里不能新建房间', text: '管理者关闭了这项功能。你仍然可以凭邀请加入房间。' },
  'room-locked': { title: '房间已锁定', text: '暂时不让新人进来。请房主或主持人解锁，然后重试。' },
  'room-full': { title: '房间满了', text: '等有人离开后再试。' },
  removed: { title: '你被移出了房间', text: '除非房主或主持人重新允许，否则你不能再进入这个房间。' },
  ended: { title: '本次聚会已结束', text: '它已为所有人结束，房间还在。' },
  'room-deleted': { title: '房间已被删除', text: '里面的消息、片段和链接都不在了。请索要另一个房间的邀请。' },
  'too-many-devices': { title: '你进入房间的设备太多了', text: '请先在其中一台设备上离开房间，再回到这里重试。' },
  'invite-expired': { title: '这个邀请已过期', text: '它只在一段时间内有效。请重新索要邀请。' },
  'invite-used-up': { title: '这个邀请的人数已满', text: '通过它进来的人已达上限。请重新索要邀请。' },
  'invite-revoked': { title: '这个邀请已停用', text: '发出邀请的人收回了它。请重新索要邀请。' },
  'too-many-invites': { title: '邀请太多了', text: '请先停用一个不需要的邀请，再试一次。' },
  'unknown-person': { title: '房间里没有这个人的记录', text: '请重新打开列表，看看谁被禁止进入。' },
  replaced: { title: '房间已在另一个标签页打开', text: '那边接替了这里。你可以在那边继续，也可以换回这里。' },
  'not-allowed': { title: '你没有这个权限', text: '你在这个房间里的角色不允许这样做，请找房主。' },
  'token-refused': { title: '房间没有放行', text: '你的通行凭证没有被接受。请重新加载页面，再加入一次。' },
  'no-such-member': { title: '对方已经不在了', text: '那个人已离开房间。' },
  invalid: { title: '这样发不出去', text: '房间不接受这样的内容。请修改后重试。' },
  'too-fast': { title: '操作太频繁', text: '请等几秒钟再试。' },
  protocol: { title: '页面和房间没能沟通', text: '页面可能过期了。请重新加载，再加入一次。' },
  aborted: { title: '已停止', text: '是你自己停止的，随时可以重试。' },
  'clip-unknown': { title: '没有这段录音', text: '它可能没有存下来。请重新加载页面，看看现在有什么。' },
  'clip-deleted': { title: '这段录音已删除', text: '所有人都不能再听了。' },
  'clip-burnt': { title: '这条消息你已经听过了', text: '它只能听一次。请对方再说一遍。' },
  'clip-burns': { title: '这条消息不能转发', text: '它听完即焚，只留在这个房间里。' },
  'no-sound': { title: '没有录到声音', text: '这段录音是静音的。请检查麦克风，再录一次。' },
  'message-refused': {
    title: '服务器没有接收这条消息',
    text: '它还在这台设备上。请先听一听，如果有问题就重新录一条。',
  },
  'message-ended': { title: '这条消息不能再继续录了', text: '请先把它发送，再在下一条里继续。' },
  'message-elsewhere': {
    title: '这条消息已经不在这里了',
    text: '它在另一个标签页中打开着，或者已在那里发送或丢弃。请到那里查看。',
  },
  'file-unreadable': {
    title: '读不了这个文件',
    text: '文件可能已损坏，或者这个浏览器不认识里面的声音。请先把声音存成 MP3 或 WAV，或换一个浏览器再试。',
  },
  'file-gone': { title: '这个文件已经不在了', text: '选好之后，它被移动、修改或删除了。请重新选择。' },
  'file-lost': {
    title: '页面关闭得太早了',
    text: '这台设备没有保存这个文件。请重新选择它。',
  },
  'file-empty': { title: '这个文件是空的', text: '请从录音的设备上重新复制，再发送。' },
  'file-not-audio': { title: '这不是声音文件', text: '请选择录音文件本身。' },
  'film-no-sound': { title: '这段视频里没有声音', text: '请换一段录有声音的视频。' },
  'file-no-sound': { title: '这个文件里没有声音', text: '请先在设备上听一听，或者换一个文件。' },
  'file-too-large': { title: '这个文件太大', text: '做成消息会超过 100 MB。请把它切成几段，再一段一段发送。' },
  'file-too-long': { title: '这个文件太长', text: '它比一条消息能有的时长还要长。请把它切成几段，再一段一段发送。' },
  'not-stored': { title: '消息没有存下来', text: '房间没能保存它。请重试。' },
}
