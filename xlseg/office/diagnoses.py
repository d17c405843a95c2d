"""What xlseg doctor says: each link's title, what is found, what to do."""

from xlseg.text import Text, same

STATES = {
    "ok": Text("正常", "OK"),
    "wrong": Text("有问题", "Wrong"),
    "note": Text("说明", "Note"),
    "untested": Text("没测", "Not tested"),
}
TITLES = {
    "python": Text("运行本命令的 Python", "Python running this"),
    "versions": Text("版本", "Versions"),
    "excel": Text("Excel", "Excel"),
    "addin": Text("加载项", "Add-in"),
    "configuration": Text("配置文件", "Configuration"),
    "interpreter": Text("按钮用的 Python", "Python of the buttons"),
    "libraries": Text("连接 Excel 的库", "Libraries that reach Excel"),
    "dll": Text("工作表函数的 DLL", "DLL of the worksheet functions"),
    "applescript": Text("AppleScript 脚本", "AppleScript"),
    "functions": Text("工作表函数", "Worksheet functions"),
    "security": Text("安全设置", "Security settings"),
}

INSTALL = Text("关掉 Excel，运行 xlseg install，再打开 Excel", "close Excel, run xlseg install, then open Excel again")
PYTHON = Text("{version}，{bits} 位，{path}", "{version}, {bits} bit, {path}")
VERSIONS = Text("xlseg {xlseg}，xlwings {xlwings}", "xlseg {xlseg}, xlwings {xlwings}")
BUILDS = Text(
    "这里可以生成（{size} KB）：xlseg install --to 文件夹", "can be built here ({size} KB): xlseg install --to DIR"
)
NOT_HERE = Text(
    "这个系统上没有 Windows 版或 Mac 版 Excel，所以安装位置、配置文件、按钮用的 Python、工作表函数都没法测。"
    "请在装有 Excel 的电脑上运行 xlseg doctor",
    "there is no Excel for Windows or Mac on this system, so the installed add-in, its configuration, the Python of "
    "the buttons and the worksheet functions cannot be tested. Run xlseg doctor on the computer that has Excel",
)
EXCEL = same("{path}")
NO_EXCEL = Text("没有找到 Microsoft Excel", "Microsoft Excel was not found")
GET_EXCEL = Text(
    "安装 Microsoft Excel 2016 或更新的桌面版，并打开一次；WPS 表格用不了这个加载项",
    "install desktop Microsoft Excel 2016 or later and open it once; WPS Office cannot use this add-in",
)
ADDIN = Text("已装，是最新的：{path}", "installed and up to date: {path}")
NO_ADDIN = Text("没有装：{path} 不在", "not installed: there is no {path}")
STALE = Text(
    "和现在的 xlseg、xlwings 不配套（升级之后常见）：{path}",
    "does not match the xlseg and xlwings you have now, as happens after an upgrade: {path}",
)
CONFIG = same("{path}")
NO_CONFIG = Text("里面没有写用哪个 Python，或没有这个文件：{path}", "missing, or names no Python: {path}")
NO_PYTHON = Text(
    "配置文件里写的 Python 不在了（可能挪动或删除了）：{path}",
    "the Python in the configuration is not there; it may have been moved or deleted: {path}",
)
STARTS = Text(
    "能启动，也能导入 xlseg：Python {version}，{bits} 位，{path}",
    "starts and imports xlseg: Python {version}, {bits} bit, {path}",
)
FAILS = Text("启动了，但用不了 xlseg（{detail}）：{path}", "cannot use xlseg ({detail}): {path}")
REPAIR = Text(
    '在 xlseg 的文件夹里运行 "{path}" -m pip install .，重新装一遍；要换成别的 Python，就用那个 Python 装 xlseg 并运行 '
    "xlseg install",
    'in the folder of xlseg run "{path}" -m pip install . to install it again; or, to use another Python, '
    "install xlseg there and run xlseg install",
)
OTHER = Text(
    "按钮用的是另一个 Python，里面是 xlseg {xlseg}、xlwings {xlwings}，和加载项不配套：{path}",
    "the buttons use another Python, with xlseg {xlseg} and xlwings {xlwings}, which do not match the add-in: {path}",
)
HAS_LIBRARIES = Text("{names} 都在（随 xlwings 一起装的）", "{names}: there, as xlwings brings them")
NO_LIBRARIES = Text("缺少 {names}", "missing: {names}")
GET_LIBRARIES = Text('运行 "{path}" -m pip install {names}', 'run "{path}" -m pip install {names}')
DLL = same("{path}")
NO_DLL = Text(
    "{folder} 和它的上一级都没有 {name}：按钮能用，SEG_ 开头的工作表函数用不了",
    "there is no {name} in {folder} or the folder above: buttons work, worksheet functions (SEG_...) do not",
)
GET_DLL = Text(
    "用 64 位 Python 建一个虚拟环境（python -m venv），在里面装 xlseg，再运行 xlseg install；用 pip install --user "
    "装的会缺这个文件",
    "make a virtual environment of a 64-bit Python (python -m venv), install xlseg there and run xlseg install; "
    "pip install --user puts this file elsewhere",
)
SCRIPT = same("{path}")
NO_SCRIPT = Text(
    "没有这个脚本，或是旧版的，按钮启动不了 Python：{path}",
    "missing or of another version, so that buttons cannot start Python: {path}",
)
WINDOWS_ONLY = Text(
    "SEG_ 开头的工作表函数只有 Windows 版 Excel 能用；Mac 上请用按钮，结果一样",
    "worksheet functions (SEG_...) work in Excel for Windows only; on a Mac use the buttons, which give the same",
)
OBSTACLES = {
    "addins": Text("信任中心禁用了所有加载项", "the Trust Center disables all add-ins"),
    "unsigned": Text("信任中心要求加载项有数字签名", "the Trust Center wants add-ins to be signed"),
    "locations": Text("信任中心禁用了所有受信任位置", "the Trust Center disables all trusted locations"),
    "disabled": Text("Excel 上次出错后停用了 xlseg.xlam", "Excel switched xlseg.xlam off after a crash"),
}
ALLOW = Text(
    "在 Excel 里：文件 > 选项 > 信任中心 > 信任中心设置，在「加载项」和「受信任位置」里取消这些选项；"
    "改不了就是公司统一管的，请找管电脑的同事",
    "in Excel: File > Options > Trust Center > Trust Center Settings, clear these under Add-ins and Trusted "
    "Locations; if they are greyed out, your company sets them: ask whoever looks after the computer",
)
ENABLE = Text(
    "在 Excel 里：文件 > 选项 > 加载项，最下面「管理」选「禁用项目」，点「转到」，选中 xlseg.xlam 再点「启用」",
    "in Excel: File > Options > Add-ins; at the bottom choose Manage: Disabled Items, Go, select xlseg.xlam, Enable",
)
SECURITY = Text(
    "不需要打开「信任对 VBA 工程对象模型的访问」，也不需要降低宏的安全级别：启动文件夹里的加载项，Excel 本来就信任",
    "neither Trust access to the VBA project object model nor a lower macro security is needed: Excel trusts what is "
    "in its startup folder",
)
ALL_WELL = Text("没有发现问题。", "Nothing is wrong.")
AS_FAR = Text("能测的都正常。", "All that can be tested here is well.")
TROUBLE = Text(
    "有 {count} 处问题：从上往下处理，再运行一次 xlseg doctor。",
    "Problems: {count}. Put them right from top to bottom, then run xlseg doctor once more.",
)
TODO = Text("怎么办", "What to do")
